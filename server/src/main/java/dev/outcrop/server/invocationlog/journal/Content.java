package dev.outcrop.server.invocationlog.journal;

import java.io.DataOutputStream;
import java.io.IOException;

/** What an entry is made of, written on the journal's thread. */
public interface Content {

    /** About how many bytes it takes, in memory and on the disk. */
    long size();

    /** Writes it. */
    void writeTo(DataOutputStream out) throws IOException;
}
