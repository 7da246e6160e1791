namespace SealosIstio.Migration.Connections;

/// <summary>
/// Leads what a cluster reports of its requests to the operation that caused them. Several operations may share one
/// connection at the same time, so the way back runs along the asynchronous call, not through the connection.
/// </summary>
public static class RequestLog
{
    private static readonly AsyncLocal<Action<string>?> Verbose = new();
    private static readonly AsyncLocal<Action<string>?> Warnings = new();

    /// <summary>Makes the current asynchronous call, and what it calls, report to these sinks.</summary>
    /// <param name="verbose">Gets one line per request; called from any thread.</param>
    /// <param name="warning">Gets what the server warns of; called from any thread.</param>
    public static void Capture(Action<string> verbose, Action<string> warning)
    {
        Verbose.Value = verbose;
        Warnings.Value = warning;
    }

    /// <summary>Reports a request.</summary>
    public static void WriteVerbose(string line) => Verbose.Value?.Invoke(line);

    /// <summary>Reports a warning of the server.</summary>
    public static void WriteWarning(string line) => Warnings.Value?.Invoke(line);
}
