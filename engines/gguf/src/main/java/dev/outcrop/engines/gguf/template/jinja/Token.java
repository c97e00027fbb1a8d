package dev.outcrop.engines.gguf.template.jinja;

/**
 * The smallest part of a template.
 *
 * @param text of literal text and names, the value of a string, the digits of a number, or an operator itself
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        /** Text outside of braces. */
        TEXT,
        /** <code>{{</code> */
        OPEN_EXPRESSION,
        /** <code>}}</code> */
        CLOSE_EXPRESSION,
        /** <code>{%</code> */
        OPEN_TAG,
        /** <code>%}</code> */
        CLOSE_TAG, NAME, STRING, INTEGER, FLOAT, OPERATOR, END
    }

    boolean is(Kind otherKind, String otherText) {
        return kind == otherKind && text.equals(otherText);
    }

    boolean isOperator(String operator) {
        return is(Kind.OPERATOR, operator);
    }

    boolean isName(String name) {
        return is(Kind.NAME, name);
    }

    String shown() {
        return kind == Kind.END ? "the end of the template" : "'" + text + "'";
    }
}
