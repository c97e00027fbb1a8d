package dev.outcrop.guardrails.testing;

import java.util.List;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/** For policies that must not encode anything. */
public final class NoEncoder implements TokenEncoder {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public int dimensions() {
        return 0;
    }

    @Override
    public int contextLength() {
        return 0;
    }

    @Override
    public List<EncodedWindow> encode(String text) {
        throw new AssertionError("nothing should be encoded");
    }

    @Override
    public void close() {}
}
