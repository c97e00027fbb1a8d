package dev.outcrop.guardrails.config;

/**
 * A regular expression for sensitive information.
 *
 * @param name also the placeholder when the found text is masked
 * @param pattern RE2 syntax: linear time, no look-around, no back-references
 */
public record SensitivePattern(String name, String pattern, Handlings handlings) {}
