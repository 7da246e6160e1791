namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>What came of reading an annotation.</summary>
internal enum AnnotationFault
{
    /// <summary>It has a value.</summary>
    None,

    /// <summary>It is absent.</summary>
    Missing,

    /// <summary>Its value fails the check. Most readers then drop the whole Ingress, some take the default.</summary>
    Invalid,

    /// <summary>Its value passes the check and says nothing (empty) or is not of its type (checks switched off).</summary>
    Meaningless,
}

/// <summary>Reads the annotations of one Ingress as the controller does, and notes what makes it drop or deny.</summary>
internal sealed class AnnotationReader
{
    // By name without prefix: an Ingress has a handful, and the parsers ask for more than a hundred.
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly bool validates;
    private readonly AnnotationRisk maxRisk;

    public AnnotationReader(
        IDictionary<string, string>? annotations,
        string prefix,
        bool validates,
        AnnotationRisk maxRisk
    )
    {
        this.validates = validates;
        this.maxRisk = maxRisk;
        foreach (var (key, value) in annotations ?? new Dictionary<string, string>())
            if (key.Length > prefix.Length && key[prefix.Length] == '/')
                if (key.StartsWith(prefix, StringComparison.Ordinal))
                    values[key[(prefix.Length + 1)..]] = value;
    }

    /// <summary>The annotation for which the whole Ingress is dropped; null when it is kept.</summary>
    public string? DroppedBy { get; private set; }

    /// <summary>Why every location of the Ingress answers 503; null when none does.</summary>
    public string? DeniedBecause { get; private set; }

    /// <summary>The first annotation that is riskier than the controller admits; the Ingress is then dropped.</summary>
    public string? TooRisky =>
        values
            .Keys.Where(name => AnnotationRules.Find(name)?.Risk > maxRisk)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();

    public void Drop(string name) => DroppedBy ??= name;

    public void Deny(string reason) => DeniedBecause ??= reason;

    /// <summary>The value, lines trimmed; null with the fault that says why.</summary>
    public string? Text(string name, out AnnotationFault fault)
    {
        fault = Find(name, out var value);
        if (fault != AnnotationFault.None)
            return null;
        var trimmed = string.Join('\n', value.Split('\n').Select(line => line.Trim()));
        if (trimmed.Length > 0)
            return trimmed;
        fault = AnnotationFault.Meaningless;
        return null;
    }

    /// <summary>The value, or null for any fault.</summary>
    public string? Text(string name) => Text(name, out _);

    /// <summary>The value; an invalid one drops the Ingress.</summary>
    public string? TextOrDrop(string name)
    {
        var text = Text(name, out var fault);
        if (fault == AnnotationFault.Invalid)
            Drop(name);
        return text;
    }

    public bool? Flag(string name, out AnnotationFault fault)
    {
        fault = Find(name, out var value);
        if (fault != AnnotationFault.None)
            return null;
        var flag = GoValues.ParseBool(value);
        if (flag is null)
            fault = AnnotationFault.Meaningless;
        return flag;
    }

    public bool? Flag(string name) => Flag(name, out _);

    /// <summary>The value; an invalid one drops the Ingress.</summary>
    public bool? FlagOrDrop(string name)
    {
        var flag = Flag(name, out var fault);
        if (fault == AnnotationFault.Invalid)
            Drop(name);
        return flag;
    }

    public int? Number(string name, out AnnotationFault fault)
    {
        fault = Find(name, out var value);
        if (fault != AnnotationFault.None)
            return null;
        var number = GoValues.ParseInt(value);
        if (number is null)
            fault = AnnotationFault.Meaningless;
        return number;
    }

    public int? Number(string name) => Number(name, out _);

    /// <summary>The value; an invalid one drops the Ingress.</summary>
    public int? NumberOrDrop(string name)
    {
        var number = Number(name, out var fault);
        if (fault == AnnotationFault.Invalid)
            Drop(name);
        return number;
    }

    private AnnotationFault Find(string name, out string value)
    {
        value = "";
        if (values.Count == 0)
            return AnnotationFault.Missing;
        var rule = AnnotationRules.Find(name);
        var isPresent = values.TryGetValue(name, out var own);
        value = own ?? "";
        if (value.Length == 0 && rule?.Alias is { } alias)
            if (values.TryGetValue(alias, out var older) && older.Length > 0)
                (value, isPresent) = (older, true);
        if (!isPresent)
            return AnnotationFault.Missing;
        return validates && value.Length > 0 && rule?.IsValid(value) == false
            ? AnnotationFault.Invalid
            : AnnotationFault.None;
    }
}
