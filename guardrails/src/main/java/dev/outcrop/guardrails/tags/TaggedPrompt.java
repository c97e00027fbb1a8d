package dev.outcrop.guardrails.tags;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.text.ContentBlock;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a prompt as the content that a guardrail assesses, and the way back to the texts once parts of them are
 * masked. Immutable.
 *
 * <p>Which parts are assessed (Amazon Bedrock user guide, "Apply tags to user input"): with a tag {@code guardContent}
 * anywhere, what such tags enclose and nothing else; with none, the complete prompt, grounding source and query
 * included. Prompt attacks are looked for inside {@code guardContent} only, unless asked otherwise. The tags themselves are in neither the
 * content nor the texts.
 */
public final class TaggedPrompt {

    /**
     * One text of the prompt.
     *
     * @param assessed false for what no guardrail looks at, such as the result of a tool: it counts as submitted,
     *     and tags in it mean nothing
     */
    public record Part(String text, boolean assessed) {}

    private final List<List<TagReader.Segment>> parts;
    private final List<ContentBlock> blocks;

    private TaggedPrompt(List<List<TagReader.Segment>> parts, List<ContentBlock> blocks) {
        this.parts = parts;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Reads a prompt.
     *
     * @param suffix of the tags, or null when the prompt has none
     * @param untaggedAttacks whether prompt attacks are looked for in a prompt without {@code guardContent} too
     * @throws UnpairedTagException when tags are nested or do not open and close in pairs
     */
    public static TaggedPrompt of(List<Part> texts, @Nullable TagSuffix suffix, boolean untaggedAttacks) {
        TagReader reader = suffix == null ? null : new TagReader(suffix);
        List<List<TagReader.Segment>> parts = new ArrayList<>();
        for (Part part : texts) {
            parts.add(
                    reader == null || !part.assessed()
                            ? List.of(new TagReader.Segment(null, part.text()))
                            : reader.read(part.text()));
        }
        if (reader != null) {
            reader.end();
        }
        return new TaggedPrompt(parts, blocks(texts, parts, untaggedAttacks));
    }

    private static List<ContentBlock> blocks(
            List<Part> texts, List<List<TagReader.Segment>> parts, boolean untaggedAttacks) {
        boolean selective = parts.stream()
                .flatMap(List::stream)
                .anyMatch(segment -> segment.tag() == InputTag.GUARD_CONTENT);
        List<ContentBlock> blocks = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (TagReader.Segment segment : parts.get(i)) {
                blocks.add(
                        texts.get(i).assessed()
                                ? block(segment, selective, untaggedAttacks)
                                : ContentBlock.unguarded(segment.text()));
            }
        }
        return blocks;
    }

    private static ContentBlock block(TagReader.Segment segment, boolean selective, boolean untaggedAttacks) {
        InputTag tag = segment.tag();
        boolean marked = tag == InputTag.GUARD_CONTENT;
        ContentBlock.Role role = tag == null ? ContentBlock.Role.CONTENT : tag.role();
        // A source or a query is no user's input, which is what an attack comes in.
        boolean attackable = marked || (untaggedAttacks && !selective && role == ContentBlock.Role.CONTENT);
        return new ContentBlock(segment.text(), role, marked || !selective, attackable);
    }

    /** The content to assess, in the order of the prompt. */
    public List<ContentBlock> blocks() {
        return blocks;
    }

    /** What an answer must be grounded in and relevant to: sources and queries, assessed as nothing else. */
    public List<ContentBlock> references() {
        return blocks.stream()
                .filter(block -> block.role() != ContentBlock.Role.CONTENT)
                .map(block -> new ContentBlock(block.text(), block.role(), false, false))
                .toList();
    }

    /** The texts of the prompt without tags, as many as there were. */
    public List<String> texts() {
        return texts(blocks.stream().map(ContentBlock::text).toList());
    }

    /**
     * The same with other content.
     *
     * @param contents one text per block, such as the masked ones
     */
    public List<String> texts(List<String> contents) {
        if (contents.size() != blocks.size()) {
            throw new IllegalArgumentException("Expected " + blocks.size() + " texts, not " + contents.size());
        }
        List<String> texts = new ArrayList<>(parts.size());
        int block = 0;
        for (List<TagReader.Segment> segments : parts) {
            texts.add(String.join("", contents.subList(block, block + segments.size())));
            block += segments.size();
        }
        return texts;
    }
}
