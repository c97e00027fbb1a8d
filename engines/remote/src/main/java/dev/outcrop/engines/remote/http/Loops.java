package dev.outcrop.engines.remote.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which event loop carries a call: the one that the caller runs on, so that neither its request nor any part of the
 * response changes threads, or one of a few of its own for callers that run on none. Thread-safe.
 */
public final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final int OWN = 2;

    private final MultiThreadIoEventLoopGroup own;

    public Loops() {
        IoHandlerFactory handlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        own = new MultiThreadIoEventLoopGroup(OWN, new DefaultThreadFactory("remote", true), handlers);
    }

    /** The caller's own loop, or one of these. */
    public EventLoop choose() {
        EventExecutor current = ThreadExecutorMap.currentExecutor();
        if (current instanceof IoEventLoop loop
                && loop.inEventLoop()
                && (loop.isIoType(EpollIoHandler.class) || loop.isIoType(NioIoHandler.class))) {
            return loop;
        }
        return own.next();
    }

    /** One of its own loops. */
    public EventLoop own() {
        return own.next();
    }

    /** Runs something on a loop: at once when this thread is it. A loop that has ended runs nothing any more. */
    public static void run(EventLoop loop, Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
            return;
        }
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            LOG.trace("The event loop has ended", e);
        }
    }

    static Class<? extends SocketChannel> channelType(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class)
                ? EpollSocketChannel.class
                : NioSocketChannel.class;
    }

    @Override
    public void close() {
        var _ = own.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
