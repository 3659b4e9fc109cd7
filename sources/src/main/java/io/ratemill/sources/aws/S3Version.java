package io.ratemill.sources.aws;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One object at the one version that was seen; every request for its bytes names that version.
 *
 * @param pin its ETag, without quotes
 * @param length how many bytes it has
 */
record S3Version(
    S3Client client, S3Place place, S3Faults faults, String key, String pin, long length) {
  String address() {
    return faults.address(key);
  }

  /**
   * The bytes from an offset up to an end.
   *
   * <p>Errors: {@link StoreException} with {@code CHANGED} or {@code MISSING} if this version is
   * not there any more.
   */
  ResponseInputStream<GetObjectResponse> get(long from, long end) throws StoreException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(place.bucket())
            .key(place.full(key))
            .ifMatch("\"" + pin + "\"")
            .requestPayer(S3Store.payer(place));
    if (from > 0 || end < length) {
      request.range("bytes=" + from + "-" + (end - 1));
    } else {
      request.checksumMode(ChecksumMode.ENABLED);
    }
    ResponseInputStream<GetObjectResponse> body;
    try {
      body = client.getObject(request.build());
    } catch (SdkException e) {
      throw faults.reading(key, e);
    }
    GetObjectResponse answer = body.response();
    String seen = S3Store.pin(answer.eTag());
    if (!seen.equals(pin)) {
      body.abort();
      throw changed(seen);
    }
    Long announced = answer.contentLength();
    if (announced != null && announced != end - from) {
      body.abort();
      throw new StoreException(
          Trouble.UNREACHABLE,
          address()
              + " cannot be read: the store announces "
              + announced
              + " bytes where "
              + (end - from)
              + " were asked for; it must give ranges as asked",
          null);
    }
    return body;
  }

  StoreException changed(String now) {
    return new StoreException(
        Trouble.CHANGED,
        address() + " is no longer the object that was seen: it was " + pin + " and is " + now,
        null);
  }
}
