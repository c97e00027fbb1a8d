package dev.outcrop.engines.gguf.template.jinja;

/**
 * What a name or a key without a value stands for: empty text, false, an empty list; anything else fails.
 *
 * @param what how messages call it
 */
record Undefined(String what) {

    JinjaException used() {
        return new JinjaException(what + " is undefined");
    }
}
