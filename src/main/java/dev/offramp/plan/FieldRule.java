package dev.offramp.plan;

import dev.offramp.crm.Definition.ValueType;

/**
 * Where one column goes.
 *
 * @param column the column's name
 * @param field the destination's field
 * @param label what people see there
 * @param type the shape of its values
 * @param made whether we make the field
 */
public record FieldRule(String column, String field, String label, ValueType type, boolean made) {}
