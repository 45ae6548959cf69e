package dev.offramp.local.emulator;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Tells of every object that is put, copied or completed: what no emulator does by itself. */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private final Consumer<ObjectCreated> listener;

  NotifyingBlobStore(BlobStore delegate, Consumer<ObjectCreated> listener) {
    super(delegate);
    this.listener = listener;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    PutObjectResponse response = super.putBlob(request, body);
    tell("ObjectCreated:Put", request.bucket(), request.key(), response.versionId());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    tell(
        "ObjectCreated:Copy",
        request.destinationBucket(),
        request.destinationKey(),
        response.versionId());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    tell(
        "ObjectCreated:CompleteMultipartUpload",
        upload.containerName(),
        upload.blobName(),
        response.versionId());
    return response;
  }

  private void tell(String kind, String bucket, String key, String versionId) {
    HeadObjectResponse head =
        blobMetadata(HeadObjectRequest.builder().bucket(bucket).key(key).build());
    String eTag = head.eTag() == null ? "" : head.eTag().replace("\"", "");
    long size = head.contentLength() == null ? 0 : head.contentLength();
    listener.accept(
        new ObjectCreated(kind, bucket, key, size, eTag, Optional.ofNullable(versionId)));
  }
}
