package io.ratemill.sources.azure;

import com.azure.identity.AzureAuthorityHosts;
import java.util.Locale;

/** The clouds of Azure: where accounts live, and who signs their users in. */
public enum AzureCloud {
  DEFAULT("blob.core.windows.net", AzureAuthorityHosts.AZURE_PUBLIC_CLOUD),
  CHINA("blob.core.chinacloudapi.cn", AzureAuthorityHosts.AZURE_CHINA);

  private final String blobHost;
  private final String authority;

  AzureCloud(String blobHost, String authority) {
    this.blobHost = blobHost;
    this.authority = authority;
  }

  /** The cloud that a configuration names. Errors: an unknown one is refused. */
  public static AzureCloud parse(String text) {
    for (AzureCloud cloud : values()) {
      if (cloud.text().equals(text.toLowerCase(Locale.ROOT))) {
        return cloud;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no region of Azure; write default or china");
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The address of an account's Blob storage. */
  String endpoint(String account) {
    return "https://" + account + "." + blobHost;
  }

  /** The address at which tokens are given out. */
  String authority() {
    return authority;
  }
}
