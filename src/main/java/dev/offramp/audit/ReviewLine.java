package dev.offramp.audit;

/**
 * Somebody about whom a person has to decide. It holds personal data: it goes into the customer's
 * own file and nowhere else.
 *
 * @param line of the upload, from 1
 * @param kartraId or empty
 * @param email the address
 * @param consentClass how the row is read unless somebody decides otherwise
 * @param code why it is asked
 */
public record ReviewLine(
    long line, String kartraId, String email, String consentClass, String code) {}
