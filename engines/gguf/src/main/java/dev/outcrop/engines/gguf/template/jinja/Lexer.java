package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.engines.gguf.template.jinja.Token.Kind;

/**
 * Cuts a template into tokens and settles white space: the line break behind a tag goes (trim_blocks), blanks in front
 * of a tag that begins its line go (lstrip_blocks), a minus inside a brace takes all white space on its side, a plus
 * keeps it.
 */
final class Lexer {

    private static final List<String> OPERATORS = List.of("**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%",
            "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ".", ",", ":", "|");
    private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    /** Whether literal text that begins here begins a line. */
    private boolean lineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        // Jinja drops one line break at the end of a template.
        Lexer lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < source.length()) {
            int open = nextOpen();
            text(at, open);
            if (open == source.length()) {
                break;
            }
            moveTo(open);
            char kind = source.charAt(at + 1);
            if (kind == '#') {
                comment();
            } else if (kind == '%' && isRaw()) {
                raw();
            } else {
                braces(kind == '%');
            }
        }
        add(Kind.END, "");
    }

    private int nextOpen() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    private void text(int from, int to) {
        String text = source.substring(from, to);
        if (to < source.length()) {
            char sign = to + 2 < source.length() ? source.charAt(to + 2) : ' ';
            if (sign == '-') {
                text = PythonText.stripEnd(text);
            } else if (sign != '+' && source.charAt(to + 1) != '{') {
                text = withoutIndent(text);
            }
        }
        if (!text.isEmpty()) {
            add(Kind.TEXT, text);
        }
    }

    private String withoutIndent(String text) {
        int start = text.lastIndexOf('\n') + 1;
        boolean beginsLine = start > 0 || lineStart;
        return beginsLine && PythonText.strip(text.substring(start)).isEmpty() ? text.substring(0, start) : text;
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw JinjaException.at(line, "a comment does not end");
        }
        char sign = end > at + 2 ? source.charAt(end - 1) : ' ';
        moveTo(end + 2);
        afterTag(sign, true);
    }

    private boolean isRaw() {
        int i = skipBlanks(at + 2);
        return source.startsWith("raw", i) && skipBlanks(i + 3) < source.length()
                && "-+%".indexOf(source.charAt(skipBlanks(i + 3))) >= 0;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < source.length() && (source.charAt(i) == '-' || source.charAt(i) == '+'
                || Character.isWhitespace(source.charAt(i)))) {
            i++;
        }
        return i;
    }

    /** Text between {@code raw} and {@code endraw} is taken as it is. */
    private void raw() {
        int bodyStart = source.indexOf("%}", at) + 2;
        int end = bodyStart - 2;
        do {
            end = source.indexOf("{%", end + 1);
            if (end < 0) {
                throw JinjaException.at(line, "raw does not end");
            }
        } while (!source.startsWith("endraw", skipBlanks(end + 2)));
        int close = source.indexOf("%}", end);
        if (close < 0) {
            throw JinjaException.at(line, "endraw does not end");
        }
        boolean strips = source.charAt(bodyStart - 3) == '-';
        moveTo(bodyStart);
        afterTag(strips ? '-' : ' ', true);
        text(at, Math.max(at, end));
        char sign = source.charAt(close - 1);
        moveTo(close + 2);
        afterTag(sign, true);
    }

    private void braces(boolean tag) {
        int firstLine = line;
        add(tag ? Kind.OPEN_TAG : Kind.OPEN_EXPRESSION, source.substring(at, at + 2));
        at += 2;
        if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
            at++;
        }
        String close = tag ? "%}" : "}}";
        List<String> brackets = new ArrayList<>();
        while (true) {
            skipSpace();
            if (at >= source.length()) {
                throw JinjaException.at(firstLine, "a brace does not close");
            }
            boolean signed = "-+".indexOf(source.charAt(at)) >= 0 && source.startsWith(close, at + 1);
            if (brackets.isEmpty() && (signed || source.startsWith(close, at))) {
                char sign = signed ? source.charAt(at) : ' ';
                add(tag ? Kind.CLOSE_TAG : Kind.CLOSE_EXPRESSION, close);
                at += signed ? 3 : 2;
                afterTag(sign, tag);
                return;
            }
            token(brackets);
        }
    }

    private void afterTag(char sign, boolean trims) {
        lineStart = false;
        if (sign == '-') {
            int from = at;
            skipSpace();
            lineStart = at > from && source.charAt(at - 1) == '\n';
        } else if (trims && sign != '+' && at < source.length() && source.charAt(at) == '\n') {
            moveTo(at + 1);
            lineStart = true;
        }
    }

    private void token(List<String> brackets) {
        char c = source.charAt(at);
        if (c == '"' || c == '\'') {
            string(c);
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            int end = at + 1;
            while (end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
                end++;
            }
            add(Kind.NAME, source.substring(at, end));
            at = end;
        } else {
            operator(brackets);
        }
    }

    private void operator(List<String> brackets) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                String closing = CLOSING.get(operator);
                if (closing != null) {
                    brackets.add(closing);
                } else if (CLOSING.containsValue(operator)) {
                    if (brackets.isEmpty() || !brackets.removeLast().equals(operator)) {
                        throw JinjaException.at(line, "unexpected '" + operator + "'");
                    }
                }
                add(Kind.OPERATOR, operator);
                at += operator.length();
                return;
            }
        }
        throw JinjaException.at(line, "unexpected '" + source.charAt(at) + "'");
    }

    private void number() {
        int end = digits(at);
        boolean whole = true;
        if (end + 1 < source.length() && source.charAt(end) == '.' && isDigit(source.charAt(end + 1))) {
            end = digits(end + 1);
            whole = false;
        }
        if (end < source.length() && (source.charAt(end) == 'e' || source.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < source.length() && "+-".indexOf(source.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (exponent < source.length() && isDigit(source.charAt(exponent))) {
                end = digits(exponent);
                whole = false;
            }
        }
        add(whole ? Kind.INTEGER : Kind.FLOAT, source.substring(at, end).replace("_", ""));
        at = end;
    }

    private int digits(int from) {
        int end = from;
        while (end < source.length() && (isDigit(source.charAt(end)) || source.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void string(char quote) {
        StringBuilder value = new StringBuilder();
        int firstLine = line;
        at++;
        while (at < source.length() && source.charAt(at) != quote) {
            char c = source.charAt(at++);
            if (c == '\n') {
                line++;
            }
            if (c == '\\' && at < source.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        if (at >= source.length()) {
            throw JinjaException.at(firstLine, "a string does not end");
        }
        at++;
        tokens.add(new Token(Kind.STRING, value.toString(), firstLine));
    }

    /** Python's escapes; an unknown one stays as it is. */
    private void escape(StringBuilder value) {
        char c = source.charAt(at++);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'f' -> value.append('\f');
            case 'v' -> value.append('\u000B');
            case 'b' -> value.append('\b');
            case 'a' -> value.append('\u0007');
            case '0' -> value.append('\0');
            case '\\', '\'', '"' -> value.append(c);
            case 'x' -> hex(2, value);
            case 'u' -> hex(4, value);
            case 'U' -> hex(8, value);
            case '\n' -> line++;
            default -> value.append('\\').append(c);
        }
    }

    private void hex(int digits, StringBuilder value) {
        try {
            value.appendCodePoint(Integer.parseUnsignedInt(source, at, at + digits, 16));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw JinjaException.at(line, "a string has a broken escape");
        }
        at += digits;
    }

    private void skipSpace() {
        while (at < source.length() && PythonText.isSpace(source.charAt(at))) {
            moveTo(at + 1);
        }
    }

    private void moveTo(int position) {
        for (int i = at; i < position; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        at = position;
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }
}
