package dev.offramp.local.template;

import java.util.Optional;

/**
 * A secret.
 *
 * @param logicalId its name in the template
 * @param name its name at Secrets Manager
 * @param value its first value, if the template gives one
 */
public record SecretDeclaration(String logicalId, String name, Optional<String> value) {}
