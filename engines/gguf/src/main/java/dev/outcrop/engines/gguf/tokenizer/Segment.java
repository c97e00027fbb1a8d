package dev.outcrop.engines.gguf.tokenizer;

/**
 * A part of a prompt.
 *
 * @param trusted whether texts of special tokens in it become those tokens: true for a chat template's own text, false
 *     for what a user wrote, who could otherwise forge turns
 */
public record Segment(String text, boolean trusted) {}
