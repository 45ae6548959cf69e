package dev.offramp.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a record was meant to be once the load was done with it.
 *
 * @param row the ordinal of the row that counts
 * @param line the line on which it starts
 * @param remoteId the destination's id
 * @param marker the value of the marker field
 * @param email the person's address, case-folded, or empty
 * @param fields by field, the values that may be there; usually one
 * @param kept fields that may hold whatever was there before the load, but are not empty
 * @param tags tags that the record has to have
 * @param lists ids of the lists that it has to be on
 * @param optedOut whether the person must not be mailed
 * @param permitted whether the load recorded a permission
 * @param made whether the load made the record
 * @param settled when the load last had to do with it
 */
public record Expected(
    long row,
    long line,
    String remoteId,
    String marker,
    String email,
    Map<String, List<String>> fields,
    Set<String> kept,
    List<String> tags,
    List<String> lists,
    boolean optedOut,
    boolean permitted,
    boolean made,
    Instant settled) {}
