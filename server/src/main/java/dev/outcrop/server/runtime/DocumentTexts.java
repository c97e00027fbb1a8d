package dev.outcrop.server.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.documents.DocumentException;
import dev.outcrop.documents.DocumentFormat;
import dev.outcrop.documents.DocumentReader;
import dev.outcrop.families.converse.Block;
import dev.outcrop.families.converse.ConverseRequest;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import dev.outcrop.wire.error.ServiceUnavailableException;
import dev.outcrop.wire.error.ValidationException;

/** Puts the text of documents in their place, so that models that read text only can be asked about them. Thread-safe. */
final class DocumentTexts {
    private final DocumentReader reader;

    DocumentTexts(DocumentReader reader) {
        this.reader = reader;
    }

    /** Whether a request has any. */
    static boolean areIn(ConverseRequest request) {
        return request.messages().stream().anyMatch(turn -> turn.content().stream().anyMatch(DocumentTexts::has));
    }

    private static boolean has(Block block) {
        return switch (block) {
            case Block.Document _ -> true;
            case Block.ToolResult result -> result.content().stream().anyMatch(DocumentTexts::has);
            case Block.Text _,Block.Image _,Block.Json _,Block.ToolUse _,Block.Reasoning _,Block.RedactedReasoning _,Block.CachePoint _,Block.Unreadable _ ->
                false;
        };
    }

    /**
     * The same request with the text of every document. Takes as long as they are hard to read: not for event loops.
     *
     * @throws ValidationException when one cannot be read
     */
    ConverseRequest read(ConverseRequest request) {
        List<Turn> turns = new ArrayList<>(request.messages().size());
        for (int i = 0; i < request.messages().size(); i++) {
            Turn turn = request.messages().get(i);
            turns.add(turn.withContent(read(turn.content(), "messages." + i + ".content.")));
        }
        return request.withMessages(turns);
    }

    private List<Block> read(List<Block> blocks, String path) {
        List<Block> read = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            String at = path + i;
            read.add(switch (blocks.get(i)) {
                case Block.Document document -> new Block.Text(text(document, at));
                case Block.ToolResult(String id, List<Block> content, boolean failed) ->
                    new Block.ToolResult(id, read(content, at + ".toolResult.content."), failed);
                case Block block -> block;
            });
        }
        return read;
    }

    /** Marked as what it is, so that the model can tell it from what the user says, and one document from another. */
    private String text(Block.Document document, String path) {
        StringBuilder text = new StringBuilder("<document name=\"").append(document.name()).append('"');
        if (document.format() != null) {
            text.append(" format=\"").append(document.format()).append('"');
        }
        text.append(">\n");
        if (document.context() != null) {
            text.append(document.context()).append("\n\n");
        }
        return text.append(content(document, path)).append("\n</document>").toString();
    }

    private String content(Block.Document document, String path) {
        if (document.text() != null) {
            return document.text();
        }
        DocumentFormat format = DocumentFormat.of(String.valueOf(document.format())).orElseThrow();
        byte[] bytes = document.bytes() == null ? new byte[0] : document.bytes();
        try {
            return reader.read(format, bytes);
        } catch (DocumentException e) {
            if (e.reason() == DocumentException.Reason.BUSY) {
                throw new ServiceUnavailableException("Bedrock is unable to process your request.");
            }
            throw new ValidationException("The document at " + path + " can't be read. " + e.getMessage());
        }
    }
}
