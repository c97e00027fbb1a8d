package dev.outcrop.server.model;

/**
 * The weights of custom and imported models: where they are kept and how they come there is the implementation's business.
 * Thread-safe; blocks. Every method may be called again after it was interrupted half-way, and then ends as if once.
 */
public interface ModelArtifacts {

    /** An installation without a place for weights. */
    ModelArtifacts NONE = new ModelArtifacts() {
        private static final String MESSAGE = "This installation has no place for the weights of models.";

        @Override
        public LoadedWeights load(String s3Uri, String modelArn) {
            throw new ArtifactException(MESSAGE);
        }

        @Override
        public void copy(String fromArn, String toArn) {
            throw new ArtifactException(MESSAGE);
        }

        @Override
        public void delete(String modelArn) {}
    };

    /**
     * Brings weights from a folder under a model's ARN.
     *
     * @param s3Uri the folder, {@code s3://BUCKET/PREFIX}
     * @return what they are; of weights that are here already, what they were found to be
     * @throws ArtifactException when there is nothing usable; the model is then Failed
     * @throws InterruptedException when it is to be left
     */
    LoadedWeights load(String s3Uri, String modelArn) throws InterruptedException;

    /**
     * Gives the weights of one model to another, which keeps them when the first is deleted.
     *
     * @throws ArtifactException when there are none
     */
    void copy(String fromArn, String toArn) throws InterruptedException;

    /** Forgets a model's weights, if there are any, as soon as no call needs them any more. */
    void delete(String modelArn);

    /** Weights that cannot be used. */
    final class ArtifactException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param message for the caller: what is wrong and what to do about it, at most 2,048 characters */
        public ArtifactException(String message) {
            super(message, null, false, false);
        }
    }
}
