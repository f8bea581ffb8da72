package dev.onrush.internal.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.onrush.internal.cluster.message.SignedMessage;
import dev.onrush.internal.cluster.message.Transport;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A message as a task for the executor of its receiver; the result is whether it was accepted. */
final class HazelcastMessage
    implements Callable<Boolean>, HazelcastInstanceAware, IdentifiedDataSerializable {

  /** The key of the receiver's {@link Transport.Listener} in Hazelcast's user context. */
  static final String LISTENER = "onrush";

  static final int FACTORY = 7_431;
  static final int CLASS = 1;

  private @Nullable SignedMessage signed;
  private transient @Nullable HazelcastInstance instance;

  /** Creates an empty message, for {@link #readData}. */
  HazelcastMessage() {}

  HazelcastMessage(SignedMessage signed) {
    this.signed = signed;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance here) {
    this.instance = here;
  }

  @Override
  public Boolean call() {
    return signed != null
        && instance != null
        && instance.getUserContext().get(LISTENER) instanceof Transport.Listener listener
        && listener.take(signed);
  }

  @Override
  public int getFactoryId() {
    return FACTORY;
  }

  @Override
  public int getClassId() {
    return CLASS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    if (signed == null) {
      throw new IOException("a message without content");
    }
    out.writeString(signed.run());
    out.writeString(signed.from());
    out.writeString(signed.to());
    out.writeLong(signed.number());
    out.writeString(signed.text());
    out.writeString(signed.mac());
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    signed = new SignedMessage(text(in), text(in), text(in), in.readLong(), text(in), text(in));
  }

  private static String text(ObjectDataInput in) throws IOException {
    String text = in.readString();
    if (text == null) {
      throw new IOException("a message with a part missing");
    }
    return text;
  }
}
