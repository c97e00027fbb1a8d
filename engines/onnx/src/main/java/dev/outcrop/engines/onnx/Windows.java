package dev.outcrop.engines.onnx;

/**
 * Where a long text is cut. A window never splits a word, and ends after a sentence where one ends in its second half:
 * a phrase is then seldom torn, without the cost of encoding overlaps twice. The training tool cuts the same way.
 */
final class Windows {

    private Windows() {}

    /**
     * The end (exclusive) of the window that begins at a token.
     *
     * @param size most tokens of a window; more than a word's most tokens, 100
     */
    static int end(String text, Tokens tokens, int begin, int size) {
        if (tokens.size() - begin <= size) {
            return tokens.size();
        }
        int limit = begin + size;
        for (int end = limit; end > begin + size / 2; end--) {
            if (tokens.beginsWord(end) && endsSentence(text, tokens, end - 1)) {
                return end;
            }
        }
        int end = limit;
        while (!tokens.beginsWord(end)) {
            end--;
        }
        return end;
    }

    private static boolean endsSentence(String text, Tokens tokens, int token) {
        int start = tokens.start(token);
        int end = tokens.end(token);
        if (end - start == 1 && ".!?\u3002\uFF01\uFF1F".indexOf(text.charAt(start)) >= 0) {
            return true;
        }
        for (int i = end; i < tokens.start(token + 1); i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }
}
