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
        return glob(match, modelId);
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

    /** Greedy matching of the pieces between stars: linear, and no pattern language for users to trip over. */
    private static boolean glob(String pattern, String text) {
        String[] pieces = pattern.split("\\*", -1);
        String first = pieces[0];
        String last = pieces[pieces.length - 1];
        if (pieces.length == 1) {
            return text.equals(pattern);
        }
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = text.indexOf(pieces[i], at);
            if (found < 0 || found + pieces[i].length() > end) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return true;
    }
}
