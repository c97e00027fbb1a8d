package dev.outcrop.families.anthropic;

/** Arguments of the tools that Anthropic defines: Anthropic's documentation, "Computer use tool" and its neighbours. */
final class BuiltInTool {
    private static final String COMPUTER = """
            {"type":"object","properties":{"action":{"type":"string","enum":["key","type","mouse_move","left_click",\
            "left_click_drag","right_click","middle_click","double_click","screenshot","cursor_position"]},\
            "text":{"type":"string"},"coordinate":{"type":"array","items":{"type":"integer"}}},"required":["action"]}""";

    private static final String BASH = """
            {"type":"object","properties":{"command":{"type":"string"},"restart":{"type":"boolean"}}}""";

    private static final String EDITOR = """
            {"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert",\
            "undo_edit"]},"path":{"type":"string"},"file_text":{"type":"string"},"old_str":{"type":"string"},\
            "new_str":{"type":"string"},"insert_line":{"type":"integer"},"view_range":{"type":"array",\
            "items":{"type":"integer"}}},"required":["command","path"]}""";

    private BuiltInTool() {}

    /** Their JSON Schema. */
    static String schema(String name) {
        return switch (name) {
            case "computer" -> COMPUTER;
            case "bash" -> BASH;
            default -> EDITOR;
        };
    }
}
