package dev.onrush.internal.launch.role;

import dev.onrush.plan.LoadPlan;
import io.gatling.javaapi.core.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Generates the class of the simulation that runs a plan from Java. The class consists of a
 * constructor that calls the superclass, and a method that gets the plan from another class.
 *
 * <p>The class is generated when it is needed. As part of the jar, it would look like one of the
 * user's own simulations to Gatling's plugins for Maven and Gradle, which search all jars: a
 * project with one simulation would have two, and the user would be asked which one to run.
 *
 * <p>The format is described in chapter 4 of <i>The Java Virtual Machine Specification</i>, Java SE
 * 17.
 */
final class SimulationOfPlan {

  /** In the package of this class, because a lookup defines classes in its own package. */
  private static final String NAME = SimulationOfPlan.class.getPackageName() + ".PlannedSimulation";

  private static final int VERSION_OF_JAVA_17 = 61;
  private static final int PUBLIC_FINAL_SUPER = 0x1 | 0x10 | 0x20;
  private static final int PUBLIC = 0x1;
  private static final int PROTECTED = 0x4;

  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  private static final int ALOAD_0 = 0x2a;
  private static final int ARETURN = 0xb0;
  private static final int RETURN = 0xb1;
  private static final int INVOKESPECIAL = 0xb7;
  private static final int INVOKESTATIC = 0xb8;

  private final ByteArrayOutputStream constants = new ByteArrayOutputStream();
  private final DataOutputStream pool = new DataOutputStream(constants);
  private int last;
  private int code;

  private SimulationOfPlan() {}

  /**
   * Generates and defines the class.
   *
   * @param parent has a constructor without parameters and an abstract method {@code plan}, both
   *     protected
   * @param asked has a static method {@code plan} without parameters
   */
  static Class<? extends Simulation> define(Class<? extends Simulation> parent, Class<?> asked) {
    try {
      return MethodHandles.lookup()
          .defineClass(new SimulationOfPlan().bytes(parent, asked))
          .asSubclass(Simulation.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes(Class<?> parent, Class<?> asked) throws IOException {
    String plan = MethodType.methodType(LoadPlan.class).toMethodDescriptorString();
    int mine = type(NAME);
    int above = type(parent.getName());
    code = text("Code");
    int init = text("<init>");
    int nothing = text("()V");
    int planName = text("plan");
    int planType = text(plan);
    int construct = reference(above, init, nothing);
    int ask = reference(type(asked.getName()), planName, planType);

    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.writeInt(0xcafebabe);
    out.writeShort(0);
    out.writeShort(VERSION_OF_JAVA_17);
    out.writeShort(last + 1);
    out.write(constants.toByteArray());
    out.writeShort(PUBLIC_FINAL_SUPER);
    out.writeShort(mine);
    out.writeShort(above);
    out.writeShort(0); // interfaces
    out.writeShort(0); // fields
    out.writeShort(2); // methods
    int[] constructs = {ALOAD_0, INVOKESPECIAL, construct >> 8, construct & 0xff, RETURN};
    int[] asks = {INVOKESTATIC, ask >> 8, ask & 0xff, ARETURN};
    method(out, PUBLIC, init, nothing, constructs);
    method(out, PROTECTED, planName, planType, asks);
    out.writeShort(0); // attributes
    return all.toByteArray();
  }

  /** Writes a method with its code as the only attribute. */
  private void method(DataOutputStream out, int access, int name, int type, int[] instructions)
      throws IOException {
    out.writeShort(access);
    out.writeShort(name);
    out.writeShort(type);
    out.writeShort(1); // attributes
    out.writeShort(code);
    out.writeInt(12 + instructions.length);
    out.writeShort(1); // maximum stack depth
    out.writeShort(1); // local variables
    out.writeInt(instructions.length);
    for (int instruction : instructions) {
      out.writeByte(instruction);
    }
    out.writeShort(0); // exceptions
    out.writeShort(0); // attributes
  }

  private int text(String text) throws IOException {
    pool.writeByte(UTF8);
    pool.writeUTF(text);
    return ++last;
  }

  private int type(String name) throws IOException {
    int text = text(name.replace('.', '/'));
    pool.writeByte(CLASS);
    pool.writeShort(text);
    return ++last;
  }

  private int reference(int type, int name, int descriptor) throws IOException {
    pool.writeByte(NAME_AND_TYPE);
    pool.writeShort(name);
    pool.writeShort(descriptor);
    int nameAndType = ++last;
    pool.writeByte(METHOD);
    pool.writeShort(type);
    pool.writeShort(nameAndType);
    return ++last;
  }
}
