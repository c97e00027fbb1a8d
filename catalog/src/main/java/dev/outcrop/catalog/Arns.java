package dev.outcrop.catalog;

/** The form of ARNs of Amazon Bedrock. */
public final class Arns {

    private Arns() {}

    /** The partition that a region is in. */
    public static String partition(String region) {
        return region.startsWith("us-gov-") ? "aws-us-gov" : region.startsWith("cn-") ? "aws-cn" : "aws";
    }

    /**
     * The ARN of a resource.
     *
     * @param account empty for what belongs to no account
     * @param type such as {@code inference-profile}
     */
    public static String in(String region, String account, String type, String id) {
        return "arn:" + partition(region) + ":bedrock:" + region + ":" + account + ":" + type + "/" + id;
    }

    /** What follows the last slash: the id that an ARN ends with; a text without slash is one. */
    public static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
