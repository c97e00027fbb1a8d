package dev.outcrop.engines.gguf.convert;

/** Hears how far a conversion has come, and can end it. */
@FunctionalInterface
public interface ConversionProgress {

    /**
     * Called after about every megabyte, by the thread that converts.
     *
     * @param written bytes of the file so far
     * @param total bytes of the finished file
     * @return whether to go on; false ends the conversion and leaves nothing behind
     */
    boolean onWritten(long written, long total);
}
