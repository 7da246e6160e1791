namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>What nginx is about to send: its own answer or that of a backend.</summary>
internal sealed record Answer(int Status)
{
    public string? Location { get; init; }
    public string? Body { get; init; }

    /// <summary>True when an error page may take its place.</summary>
    public bool IsInterceptable { get; init; } = true;

    /// <summary>Headers that nginx itself adds before any filter, such as WWW-Authenticate.</summary>
    public IReadOnlyList<HeaderChange> Headers { get; init; } = [];

    /// <summary>The backends that answered; empty for nginx' own answer.</summary>
    public IReadOnlyList<WeightedBackend> Backends { get; init; } = [];
    public string? UpstreamPath { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> UpstreamHeaders { get; init; } = [];

    /// <summary>The backend's answer, where there is one.</summary>
    public UpstreamReply? Reply { get; init; }

    public string Reason { get; init; } = "";
}
