package dev.outcrop.documents;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.outcrop.documents.DocumentException.Reason;

/**
 * Reads the text of a document.
 *
 * <p>Each document is read on a thread of its own. A document over its deadline is given up: its thread is interrupted,
 * which the readers notice at their next step, and the caller goes on at once. A library that does not come back keeps its
 * thread and its place among {@link DocumentLimits#maxReaders()}, so that no flood of such documents takes more threads
 * than that; while all places are taken, documents wait their deadline for one and then fail as {@link Reason#BUSY}.
 *
 * <p>No library is loaded before the first document of a format that needs it. Thread-safe; blocks its caller.
 */
public final class DocumentReader {

    private static final byte[] PDF_MAGIC = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
    private static final byte[] OLE2_MAGIC = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1,
            0x1A,
            (byte) 0xE1};

    /** A PDF's header may come this late (ISO 32000-1, implementation note 13). */
    private static final int PDF_HEADER_WITHIN = 1024;

    private final DocumentLimits limits;
    private final Semaphore places;

    public DocumentReader(DocumentLimits limits) {
        this.limits = limits;
        this.places = new Semaphore(limits.maxReaders());
    }

    /**
     * The text of a document. Empty if it holds none, as a PDF of scanned pages.
     *
     * @param content the document's bytes; not changed, and must not change during the call
     * @throws DocumentException if it cannot be read within the limits, or if the calling thread is interrupted (as
     *         {@link Reason#TOO_SLOW}, with the interrupt kept)
     */
    public String read(DocumentFormat format, byte[] content) {
        if (content.length > limits.maxBytes()) {
            throw new DocumentException(Reason.TOO_LARGE,
                    "The document is larger than " + limits.maxBytes() + " bytes.");
        }
        requireMagic(format, content);
        long deadline = System.nanoTime() + limits.deadline().toNanos();
        try {
            if (!places.tryAcquire(limits.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new DocumentException(Reason.BUSY, "Too many documents are being read.");
            }
            return await(start(format, content, deadline), deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TextSink.tooSlow();
        }
    }

    private record Reading(FutureTask<String> task, Thread thread) {}

    /** Takes over the caller's place. */
    private Reading start(DocumentFormat format, byte[] content, long deadline) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try {
                TextSink sink = new TextSink(limits.maxCharacters(), deadline);
                readInto(sink, format, content);
                return sink.text();
            } finally {
                places.release();
            }
        });
        boolean started = false;
        try {
            Thread thread = Thread.ofPlatform().daemon().name("outcrop-document-" + format.wireName()).start(task);
            started = true;
            return new Reading(task, thread);
        } finally {
            if (!started) {
                places.release();
            }
        }
    }

    private static String await(Reading reading, long deadline) throws InterruptedException {
        boolean done = false;
        try {
            String text = reading.task().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            done = true;
            return text;
        } catch (TimeoutException e) {
            throw TextSink.tooSlow();
        } catch (ExecutionException e) {
            done = true;
            switch (e.getCause()) {
                case DocumentException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new DocumentException(Reason.MALFORMED, "The document is malformed.",
                        e.getCause());
            }
        } finally {
            if (!done) {
                reading.thread().interrupt();
            }
        }
    }

    private static void readInto(TextSink sink, DocumentFormat format, byte[] content) throws IOException {
        try {
            readerOf(format).read(content, sink);
        } catch (StackOverflowError e) {
            throw new DocumentException(Reason.MALFORMED, "The document is nested too deeply.", e);
        } catch (OutOfMemoryError e) {
            throw new DocumentException(Reason.TOO_LARGE, "The document needs too much memory.", e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof DocumentException) {
                throw e;
            }
            // An interrupted library fails in its own way; what ended it was the deadline.
            sink.check();
            throw e;
        }
    }

    private static FormatReader readerOf(DocumentFormat format) {
        return switch (format) {
            case TXT, MD, CSV -> new PlainTextReader();
            case HTML -> new HtmlReader();
            case PDF -> new PdfReader();
            case DOCX -> new WordReader();
            case XLSX -> new WorkbookReader();
            case DOC -> new BinaryWordReader();
            case XLS -> new BinaryWorkbookReader();
        };
    }

    private static void requireMagic(DocumentFormat format, byte[] content) {
        boolean fits = switch (format) {
            case PDF -> indexOf(content, PDF_MAGIC, PDF_HEADER_WITHIN) >= 0;
            case DOC, XLS -> startsWith(content, OLE2_MAGIC);
            // A password puts the package into an OLE2 container; the reader tells that from a document of the wrong format.
            case DOCX, XLSX -> startsWith(content, ZIP_MAGIC) || startsWith(content, OLE2_MAGIC);
            case TXT, MD, CSV, HTML ->
                !startsWith(content, PDF_MAGIC) && !startsWith(content, ZIP_MAGIC) && !startsWith(content, OLE2_MAGIC);
        };
        if (!fits) {
            throw new DocumentException(Reason.WRONG_FORMAT,
                    "The document is not of the format " + format.wireName() + ".");
        }
    }

    static boolean startsWith(byte[] content, byte[] magic) {
        return indexOf(content, magic, 0) == 0;
    }

    private static int indexOf(byte[] content, byte[] sought, int lastStart) {
        for (int at = 0; at <= Math.min(lastStart, content.length - sought.length); at++) {
            if (java.util.Arrays.equals(content, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
        return -1;
    }
}
