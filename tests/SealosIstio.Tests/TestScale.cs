namespace SealosIstio.Tests;

/// <summary>
/// How far tests go whose number of rounds is a matter of patience. SEALOSISTIO_TEST_SCALE=full asks for what a release is held to: 1,000
/// Ingresses there and back on a server, 50 killed processes, a rollout that dies after every write.
/// </summary>
internal static class TestScale
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SEALOSISTIO_TEST_SCALE") == "full";

    /// <summary>The one or the other number.</summary>
    public static int Of(int usual, int full) => IsFull ? full : usual;
}
