package dev.outcrop.guardrails.config;

/**
 * A regular expression for sensitive information.
 *
 * @param name also the placeholder when the found text is masked
 * @param pattern RE2 syntax: no look-around, no back-references, so that one search takes time linear in the text; the search
 *     for all matches may not, and is bounded where it is made
 */
public record SensitivePattern(String name, String pattern, Handlings handlings) {}
