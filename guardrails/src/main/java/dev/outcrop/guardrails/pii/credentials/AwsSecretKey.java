package dev.outcrop.guardrails.pii.credentials;

import java.util.Base64;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/**
 * AWS secret access keys: exactly 40 chars of base64 in capitals, small letters and digits. Hashes in hexadecimal and words
 * have fewer kinds of chars, paths less entropy; a key id or a label near by makes it surer.
 */
final class AwsSecretKey implements Recogniser {
    private static final int LENGTH = 40;
    private static final int KEY_WITHIN = 200;
    private static final double ENTROPY_WITH_LABEL = 3.5;
    private static final double ENTROPY_ALONE = 4.4;

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        String chars = text.text();
        int start = -1;
        for (int i = 0; i <= chars.length(); i++) {
            boolean part = i < chars.length() && isBase64(chars.charAt(i));
            if (part && start < 0) {
                start = i;
            } else if (!part && start >= 0) {
                if (i - start == LENGTH && standsAlone(text, start, i)) {
                    double score = score(text, start, i);
                    found.accept(new Candidate(PiiType.AWS_SECRET_KEY, start, i, score));
                }
                start = -1;
            }
        }
    }

    private static boolean standsAlone(ScannedText text, int start, int end) {
        return "-_.~%&".indexOf(text.at(start - 1)) < 0 && "-_~%=".indexOf(text.at(end)) < 0
                && !Character.isLetterOrDigit(text.at(start - 1)) && !Character.isLetterOrDigit(text.at(end));
    }

    private static double score(ScannedText text, int start, int end) {
        int capitals = 0;
        int small = 0;
        int digits = 0;
        int[] counts = new int[128];
        for (int i = start; i < end; i++) {
            char c = text.at(i);
            counts[c]++;
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
            small += c >= 'a' && c <= 'z' ? 1 : 0;
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        if (capitals < 2 || small < 2 || isEncodedText(text.text().substring(start, end))) {
            return 0;
        }
        double entropy = entropy(counts);
        boolean labelled = text.near(Cue.AWS_SECRET, start, end) > 0.5 || hasKeyNear(text, start, end);
        if (labelled) {
            return entropy >= ENTROPY_WITH_LABEL && digits > 0 ? 0.9 : 0.3;
        }
        return entropy >= ENTROPY_ALONE && capitals >= 5 && small >= 5 && digits >= 3 ? 0.55 : 0.2;
    }

    /** A key is random: it does not decode to something readable. */
    private static boolean isEncodedText(String base64) {
        for (byte b : Base64.getDecoder().decode(base64)) {
            if (b < ' ' && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasKeyNear(ScannedText text, int start, int end) {
        int from = Math.max(0, start - KEY_WITHIN);
        int to = Math.min(text.text().length(), end + KEY_WITHIN);
        String around = text.text().substring(from, to);
        return around.contains("AKIA") || around.contains("ASIA");
    }

    /** Shannon's entropy in bits per char. */
    private static double entropy(int[] counts) {
        double entropy = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / LENGTH;
                entropy -= share * Math.log(share) / Math.log(2);
            }
        }
        return entropy;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '+';
    }
}
