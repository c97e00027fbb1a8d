package dev.outcrop.engines.remote.openai;

/** Whose version of OpenAI's API a server speaks. */
public enum Dialect {
    /** OpenAI's own parameters and no others: unknown ones are errors there. */
    OPENAI,
    /** Any of the many: common further parameters are sent when a request sets them. */
    GENERIC,
    /** vLLM: continues prefilled answers, counts tokens, says which stop sequence was met. */
    VLLM,
    /** llama-server of llama.cpp: continues prefilled answers, counts tokens. */
    LLAMA_SERVER;

    /** Whether parameters that OpenAI does not know may be sent. */
    boolean isExtended() {
        return this != OPENAI;
    }

    /** Whether its server can be asked for the number of tokens of a prompt. */
    public boolean counts() {
        return switch (this) {
            case VLLM, LLAMA_SERVER -> true;
            case OPENAI, GENERIC -> false;
        };
    }
}
