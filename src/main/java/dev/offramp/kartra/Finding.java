package dev.offramp.kartra;

/**
 * Something about a whole upload that a person should know before it is loaded.
 *
 * @param code of the warning
 * @param column its name, or empty
 * @param detail figures and columns only, none of the customer's values
 */
public record Finding(String code, String column, String detail) {}
