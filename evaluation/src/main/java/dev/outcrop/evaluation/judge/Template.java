package dev.outcrop.evaluation.judge;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with variables in double braces. */
public final class Template {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s{0,8}([A-Za-z0-9_.-]{1,64})\\s{0,8}}}");

    private Template() {}

    /** The variables of a template, in order of first use. */
    public static Set<String> variables(String template) {
        Set<String> names = new LinkedHashSet<>();
        VARIABLE.matcher(template).results().map(found -> found.group(1)).forEach(names::add);
        return names;
    }

    /**
     * The text with every variable's value; one without a value becomes nothing. One pass: braces within values stay as they are.
     */
    public static String fill(String template, Map<String, String> values) {
        return VARIABLE.matcher(template).replaceAll(found -> replacement(found, values));
    }

    private static String replacement(MatchResult found, Map<String, String> values) {
        return Matcher.quoteReplacement(values.getOrDefault(found.group(1), ""));
    }
}
