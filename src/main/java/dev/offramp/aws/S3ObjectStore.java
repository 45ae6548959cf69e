package dev.offramp.aws;

import dev.offramp.job.ObjectStore;
import dev.offramp.job.Upload;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket. */
public final class S3ObjectStore implements ObjectStore {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;

  /** Takes the client and the bucket's name. */
  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public InputStream read(Upload upload, long offset) throws UploadGoneException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(upload.bucket()).key(upload.key());
    if (upload.versioned()) {
      request.versionId(upload.version());
    } else {
      request.ifMatch("\"" + upload.version() + "\"");
    }
    if (offset > 0) {
      if (offset >= upload.size()) {
        return InputStream.nullInputStream(); // S3 refuses a range that starts at the end.
      }
      request.range("bytes=" + offset + "-");
    }
    try {
      return s3.getObject(request.build());
    } catch (NoSuchKeyException e) {
      throw gone(upload, e);
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND) {
        throw gone(upload, e);
      }
      throw e;
    }
  }

  private static UploadGoneException gone(Upload upload, Exception cause) {
    UploadGoneException gone = new UploadGoneException(upload.key());
    gone.initCause(cause);
    return gone;
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(s3.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<byte[]> get(String key, long offset, int length) {
    String range = "bytes=%d-%d".formatted(offset, offset + length - 1);
    try {
      return Optional.of(
          s3.getObjectAsBytes(g -> g.bucket(bucket).key(key).range(range)).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String key, byte[] content, String contentType) {
    if (key.startsWith("inbox/")) {
      throw new IllegalArgumentException("invariant 9: the upload is the customer's");
    }
    s3.putObject(
        p -> p.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(content));
  }

  @Override
  public List<String> list(String prefix) {
    return s3.listObjectsV2Paginator(l -> l.bucket(bucket).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Override
  public Optional<Upload> head(String key) {
    try {
      HeadObjectResponse head = s3.headObject(h -> h.bucket(bucket).key(key));
      boolean versioned = head.versionId() != null && !head.versionId().equals("null");
      String version = versioned ? head.versionId() : head.eTag().replace("\"", "");
      return Optional.of(new Upload(bucket, key, version, versioned, head.contentLength()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
