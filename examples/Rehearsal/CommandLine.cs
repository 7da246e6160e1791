namespace SealosIstio.Rehearsal;

/// <summary>What the command line says.</summary>
internal sealed record CommandLine
{
    /// <summary>The text of --help.</summary>
    public const string Usage = """
        usage: dotnet run --project examples/Rehearsal [-- OPTIONS]

        Converts every Ingress of ingress-nginx in a folder of manifests into Istio objects, applies them to a
        cluster made of those manifests, applies them again, compares, cuts a copy of the cluster over and takes
        it back, and says what became of what.
        The input is never changed.

          --input PATH            folder or file with manifests; default: the sample, examples/clusters/sealos
          --output FILE.yaml      writes all converted objects, in the order in which they can be applied
          --findings FILE.json    writes all findings
          --public-domain DOMAIN  the cloud's own domain; several: repeat it or use commas. Default: cloudDomain
                                  of ConfigMap sealos-system/sealos-config, else none
          --include-secret        writes the data of Secrets into --output, a file for its owner only (mode 0600);
                                  otherwise Secrets are written with their keys and without values
          --help                  this text

        exit code: 0 converted, 1 bad input (nothing is written), 2 converted with errors

        """;

    /// <summary>The folder or file; null for the sample.</summary>
    public string? Input { get; private set; }

    /// <summary>Where the objects go; null for nowhere.</summary>
    public string? Output { get; private set; }

    /// <summary>Where the findings go; null for nowhere.</summary>
    public string? Findings { get; private set; }

    /// <summary>The cloud's own domains; null when nothing was said.</summary>
    public IReadOnlyList<string>? PublicDomains { get; private set; }

    /// <summary>Whether Secrets are written with their values.</summary>
    public bool IncludeSecret { get; private set; }

    /// <summary>Whether only the usage was asked for.</summary>
    public bool Help { get; private set; }

    /// <summary>Reads a command line. Options take their value as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, incomplete or given twice.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var settings = new CommandLine();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
            settings.Set(name, value, rest);
        }
        return settings;
    }

    private void Set(string name, string? value, Queue<string> rest)
    {
        switch (name)
        {
            case "--input":
                Input = Once(name, Input, ValueOf(name, value, rest));
                break;
            case "--output":
                Output = Once(name, Output, ValueOf(name, value, rest));
                break;
            case "--findings":
                Findings = Once(name, Findings, ValueOf(name, value, rest));
                break;
            case "--public-domain":
                PublicDomains = [.. PublicDomains ?? [], .. DomainsOf(ValueOf(name, value, rest))];
                break;
            case "--include-secret" when value is null:
                IncludeSecret = true;
                break;
            case "--help" or "-h" when value is null:
                Help = true;
                break;
            case "--include-secret" or "--help" or "-h":
                throw new UsageException($"{name} takes no value.");
            default:
                throw new UsageException($"'{name}' is no option of this program.");
        }
    }

    private static string Once(string name, string? earlier, string value) =>
        earlier is null ? value : throw new UsageException($"{name} was given twice.");

    private static string ValueOf(string name, string? value, Queue<string> rest)
    {
        if (value is null && rest.TryPeek(out var next) && !next.StartsWith("--", StringComparison.Ordinal))
            value = rest.Dequeue();
        return string.IsNullOrWhiteSpace(value) ? throw new UsageException($"{name} needs a value.") : value;
    }

    private static string[] DomainsOf(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>The command line can't be understood.</summary>
internal sealed class UsageException(string message) : Exception(message);
