package dev.outcrop.access.policy;

import java.net.InetAddress;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** IP addresses that share their first bits, of version 4 or 6 (RFC 4632, RFC 4291). No names are ever looked up. */
final class AddressRange {
    private static final Pattern VERSION_4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern VERSION_6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** A range such as {@code 203.0.113.0/24}, or one address; null when the text is neither. */
    static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = address(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return null;
        }
        int all = network.length * Byte.SIZE;
        if (slash < 0) {
            return new AddressRange(network, all);
        }
        String length = text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > all) {
            return null;
        }
        return new AddressRange(network, Integer.parseInt(length));
    }

    /** Whether an address is within; what is none, or of the other version, is not. */
    boolean contains(String text) {
        int zone = text.indexOf('%');
        byte[] address = address(zone < 0 ? text : text.substring(0, zone));
        if (address == null || address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = bits - bit >= Byte.SIZE ? 0xFF : 0xFF << (Byte.SIZE - (bits - bit));
            if (((address[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Version 4 addresses mapped into version 6 are version 4. */
    private static byte @Nullable [] address(String text) {
        if (!VERSION_4.matcher(text).matches() && !(text.indexOf(':') >= 0 && VERSION_6.matcher(text).matches())) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
