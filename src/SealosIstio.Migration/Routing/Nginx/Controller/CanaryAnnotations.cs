namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The share of traffic that a canary takes.</summary>
internal sealed record CanaryAnnotations
{
    public static readonly CanaryAnnotations None = new();

    public bool IsEnabled { get; init; }
    public int Weight { get; init; }
    public int WeightTotal { get; init; } = 100;
    public string Header { get; init; } = "";
    public string HeaderValue { get; init; } = "";
    public string HeaderPattern { get; init; } = "";
    public string Cookie { get; init; } = "";

    public static CanaryAnnotations Read(AnnotationReader reader) =>
        new()
        {
            IsEnabled = reader.Flag("canary") ?? false,
            Weight = reader.Number("canary-weight") ?? 0,
            WeightTotal = reader.Number("canary-weight-total") ?? 100,
            Header = reader.Text("canary-by-header") ?? "",
            HeaderValue = reader.Text("canary-by-header-value") ?? "",
            HeaderPattern = reader.Text("canary-by-header-pattern") ?? "",
            Cookie = reader.Text("canary-by-cookie") ?? "",
        };
}
