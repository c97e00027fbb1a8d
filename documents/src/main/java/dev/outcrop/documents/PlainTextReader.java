package dev.outcrop.documents;

/** Reads plain text, Markdown and comma-separated values, which a model reads best as they are. */
final class PlainTextReader implements FormatReader {

    @Override
    public void read(byte[] content, TextSink sink) {
        sink.append(CharacterEncoding.decode(content).replace("\r\n", "\n").replace('\r', '\n'));
    }
}
