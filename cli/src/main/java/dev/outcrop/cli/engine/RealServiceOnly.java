package dev.outcrop.cli.engine;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.TextModel;
import dev.outcrop.inference.UnsupportedRequestException;

/**
 * Stands where a model answered by the real service is asked for in another way than by the service's own operations, and
 * says so.
 */
final class RealServiceOnly implements TextModel {
    private static final String WHY = "This model is answered by the real service, which can only be reached by the"
            + " operations of Bedrock Runtime.";

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean readsImages() {
        return true;
    }

    @Override
    public int countTokens(Prompt prompt) {
        throw new UnsupportedRequestException(WHY);
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        throw new UnsupportedRequestException(WHY);
    }

    @Override
    public void close() {}
}
