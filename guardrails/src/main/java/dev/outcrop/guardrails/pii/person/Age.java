package dev.outcrop.guardrails.pii.person;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/** Ages in the forms people write them: {@code 61 years old}, {@code aged 61}, {@code age: 61}, {@code turned 61}. */
final class Age implements Recogniser {
    private static final int OLDEST = 125;
    private static final String END = "(?=\\s*+(?:[.,;:!?)\\]\"\n]|$)|\\s++(?:and|but|now|today|this|next|last|on|in|at|when|years?|yrs?)\\b)";
    private static final String ONES = "one|two|three|four|five|six|seven|eight|nine";
    private static final String IN_WORDS = "(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:" + ONES
            + "))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|" + ONES + ")";
    /** Group 1 is the age, group 2 its digits if it has any; every quantifier is bounded or possessive. */
    private static final List<Pattern> FORMS = List.of(
            form("\\b(" + IN_WORDS + "[ -](?:years?|months?|weeks?)[ -]old)\\b()"),
            form("(?<![\\w.$€£-])((\\d{1,3})[ -]?(?:years?|yrs?|months?|weeks?|days?)[ -](?:old|of[ -]age)\\b)"),
            form("(?<![\\w.$€£-])((\\d{1,3}) ?(?:y/o|y\\.o\\.?|yo|yrs old)(?![\\w]))"),
            form("\\b(?:aged|age)(?: is| of|d)?\\s{0,2}[:=]?\\s{0,2}\"?((\\d{1,3})(?: years?| yrs?| months?)?)(?![\\w%/]|[.,:-]\\d)"),
            form("\\b(?:turn(?:s|ed|ing)?) ((\\d{1,3}))(?![\\w%/-])" + END),
            form("\\b(?:i am|i['’]m|he is|she is|he['’]s|she['’]s|he was|she was|i was|who is|who was|they are) "
                    + "((\\d{1,3}))(?![\\w%/-])" + END));

    private static Pattern form(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        for (Pattern form : FORMS) {
            Matcher matcher = form.matcher(text.text());
            while (matcher.find()) {
                String digits = matcher.group(2);
                if (digits.isEmpty() || Integer.parseInt(digits) <= OLDEST) {
                    found.accept(new Candidate(PiiType.AGE, matcher.start(1), matcher.end(1), 0.75));
                }
            }
        }
    }
}
