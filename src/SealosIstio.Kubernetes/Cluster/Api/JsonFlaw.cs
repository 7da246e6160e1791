using System.Text.Json;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// What is wrong with an answer's JSON, without its content: .NET's reader quotes the text that it stumbles over, and that may be what a
/// proxy sent back of the request.
/// </summary>
internal static class JsonFlaw
{
    public static string Describe(JsonException e) =>
        Quotes(e) ? $"it isn't JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})" : e.Message;

    /// <summary>The exception itself where it quotes nothing.</summary>
    public static JsonException? Harmless(JsonException e) => Quotes(e) ? null : e;

    private static bool Quotes(JsonException e) =>
        e.GetType() != typeof(JsonException) || e.InnerException is JsonException;
}
