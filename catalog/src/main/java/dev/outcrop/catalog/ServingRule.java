package dev.outcrop.catalog;

/**
 * One rule of the configuration: model ids that match are answered by this engine.
 *
 * @param match a model id; {@code *} stands for any text
 * @param engine name of the engine kind
 * @param source what the engine loads, such as a path; empty when it needs nothing
 */
public record ServingRule(String match, String engine, String source) {

    /** Whether this rule answers the model. */
    public boolean answers(String modelId) {
        return new Glob(match).matches(modelId);
    }

    /** Whether this rule answers the model, by its id or as the caller named it, such as {@code us.amazon.nova-lite-v1:0}. */
    public boolean answers(ResolvedModel model) {
        String profile = model.inferenceProfile();
        return answers(model.modelId()) || answers(model.requestedId()) || (profile != null && answers(profile));
    }

    /** Whether the rule names ids, rather than taking whatever comes. */
    public boolean names(String modelId) {
        return !match.equals("*") && answers(modelId);
    }
}
