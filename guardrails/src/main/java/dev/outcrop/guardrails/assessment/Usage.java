package dev.outcrop.guardrails.assessment;

/**
 * Text units (of up to 1,000 code points, rounded up over the whole content) per policy; 0 for a policy that is not
 * configured or has nothing enabled in the direction.
 *
 * @param sensitiveInformation PII entities
 * @param sensitiveInformationFree regular expressions
 */
public record Usage(
        int topic, int content, int word, int sensitiveInformation, int sensitiveInformationFree,
        int contextualGrounding) {

    /** Nothing was assessed. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    /** The sum, as of several windows of a stream. */
    public Usage plus(Usage other) {
        return new Usage(
                topic + other.topic,
                content + other.content,
                word + other.word,
                sensitiveInformation + other.sensitiveInformation,
                sensitiveInformationFree + other.sensitiveInformationFree,
                contextualGrounding + other.contextualGrounding);
    }
}
