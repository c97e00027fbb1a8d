package dev.outcrop.families.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What differs between the Claude models. */
final class ClaudeModel {
    private static final Pattern VERSION_SUFFIX = Pattern.compile("-v[0-9]+(:[0-9a-z]+)*$");
    private static final Pattern GENERATION_4 = Pattern.compile("claude-(sonnet|opus|haiku)-4.*");

    private ClaudeModel() {}

    /** The name that Anthropic itself uses, as in response bodies: {@code claude-3-5-sonnet-20240620}. */
    static String name(String modelId) {
        String bare = modelId.startsWith("anthropic.") ? modelId.substring("anthropic.".length()) : modelId;
        if (bare.startsWith("claude-instant-v1")) {
            return "claude-instant-1.2";
        }
        if (bare.startsWith("claude-v2:1")) {
            return "claude-2.1";
        }
        if (bare.startsWith("claude-v2")) {
            return "claude-2.0";
        }
        Matcher suffix = VERSION_SUFFIX.matcher(bare);
        return suffix.find() ? bare.substring(0, suffix.start()) : bare;
    }

    /** Whether the model has the text completions of old. */
    static boolean hasCompletions(String modelId) {
        return modelId.contains("claude-v2") || modelId.contains("claude-instant");
    }

    /** Whether the model refuses two turns of one role in a row; later ones join them. */
    static boolean demandsAlternation(String modelId) {
        return hasCompletions(modelId) || modelId.matches(".*claude-3-(sonnet|haiku|opus).*");
    }

    /** The most tokens that may be asked for. */
    static int mostTokens(String modelId) {
        String name = name(modelId);
        if (name.startsWith("claude-3-5")) {
            return 8_192;
        }
        if (name.startsWith("claude-3-7")) {
            return 128_000;
        }
        if (GENERATION_4.matcher(name).matches()) {
            return name.startsWith("claude-opus-4-1") || name.equals("claude-opus-4-20250514") ? 32_000 : 64_000;
        }
        return 4_096;
    }

    /** Whether the model thinks before it answers when it is told to. */
    static boolean thinks(String modelId) {
        String name = name(modelId);
        return name.startsWith("claude-3-7") || GENERATION_4.matcher(name).matches();
    }

    /** Whether the model decides itself how much to think, as 4.6 does. */
    static boolean thinksAdaptively(String modelId) {
        return modelId.matches(".*claude-(sonnet|haiku|opus)-4-[6-9].*");
    }

    /** Sonnet 4.5, Haiku 4.5 and later take one of temperature and top_p. */
    static boolean takesOneOfTemperatureAndTopP(String modelId) {
        return modelId.matches(".*claude-(sonnet|haiku|opus)-4-[5-9].*");
    }
}
