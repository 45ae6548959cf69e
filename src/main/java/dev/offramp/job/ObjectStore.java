package dev.offramp.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The bucket: uploads to read, and a work and a report area to write. */
public interface ObjectStore {

  /**
   * Reads an upload from a byte offset to its end.
   *
   * @throws UploadGoneException if that version of it is not there
   */
  InputStream read(Upload upload, long offset) throws IOException;

  /** The whole of an object, or nothing where there is none. */
  Optional<byte[]> get(String key) throws IOException;

  /**
   * A part of an object, or nothing where there is no such object.
   *
   * @param offset of the first byte; below the object's length
   * @param length the most bytes that are wanted; fewer are given where the object ends
   */
  Optional<byte[]> get(String key, long offset, int length) throws IOException;

  /** Writes a whole object, replacing what was there. Keys below {@code inbox/} are refused. */
  void put(String key, byte[] content, String contentType) throws IOException;

  /** The keys that start with a prefix, in order. */
  List<String> list(String prefix) throws IOException;

  /** What is at a key now, as an upload; nothing where there is none. */
  Optional<Upload> head(String key) throws IOException;

  /** An upload is no longer there as it was. */
  class UploadGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Takes the upload's key. */
    public UploadGoneException(String key) {
      super("OFF-1401 The upload " + key + " is gone or was replaced. Upload it again.");
    }
  }
}
