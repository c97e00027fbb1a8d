package dev.outcrop.server.testing;

import java.util.List;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TokenEncoder;

/** An encoder for guardrails that need none: whatever asks it fails. */
public final class NoTokens implements TokenEncoder {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public int dimensions() {
        return 1;
    }

    @Override
    public int contextLength() {
        return 1;
    }

    @Override
    public List<EncodedWindow> encode(String text) {
        throw new InferenceException("this test has no encoder");
    }

    @Override
    public void close() {}
}
