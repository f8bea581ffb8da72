package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key and a certificate for servers, signed by itself, so that nobody trusts it. */
public final class ServerCertificate {

  private static final String PASSWORD = "changeit";

  private ServerCertificate() {}

  /** Returns the key managers of a server; the JDK's keytool creates the key in {@code folder}. */
  public static KeyManagerFactory keyManagers(Path folder)
      throws IOException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    if (!Files.exists(store)) {
      ProgramResult created =
          ProgramResult.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-keyalg",
              "EC",
              "-dname",
              "CN=nobody",
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              PASSWORD);
      assertThat(created.status()).as(created.output()).isZero();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    return managers;
  }

  /** Returns the TLS of a server with {@link #keyManagers}. */
  public static SSLContext tls(Path folder) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(folder).getKeyManagers(), null, null);
    return context;
  }
}
