package dev.outcrop.engines.gguf.answer;

/**
 * How a model writes the calls of tools. Each is one JSON object with the tool's name and its arguments.
 *
 * @param open what begins a call or a list of calls; empty when an answer that begins with <code>{</code> is a call
 * @param alternative another beginning that means the same, or empty
 * @param close what ends it, or empty
 * @param arguments the member of the object that has the arguments
 * @param single whether an answer has one call at most
 */
public record ToolFormat(String open, String alternative, String close, String arguments, boolean single) {

    /** Hermes, Qwen 2.5, Qwen 3 and many fine-tunes. */
    public static final ToolFormat HERMES = new ToolFormat("<tool_call>", "", "</tool_call>", "arguments", false);

    /**
     * The same as it is taught to models whose template knows no tools. They were not trained to stop after what they need,
     * and weak ones repeat one call until the limit of tokens.
     */
    public static final ToolFormat TAUGHT = new ToolFormat("<tool_call>", "", "</tool_call>", "arguments", true);

    /** Llama 3.1, 3.2, 3.3. */
    public static final ToolFormat LLAMA3 = new ToolFormat("", "<|python_tag|>", "", "parameters", false);

    /** Mistral since v3: a list of calls. */
    public static final ToolFormat MISTRAL = new ToolFormat("[TOOL_CALLS]", "", "", "arguments", false);

    /** Whether the model writes its calls as one list. */
    public boolean isList() {
        return this.equals(MISTRAL);
    }
}
