//! The response types of an action: a single type, or an enum if the type depends on the status.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use typewright_core::endpoint::Status;

use super::{Endpoints, ident};
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::input::names_file::{NAMES, is_name};
use crate::openapi::{Content, Operation, Response};
use crate::report::Report;

/// The type of the responses and the name of their table. For a new enum, also its code and its wire table.
pub(super) type Answer = (TokenStream, TokenStream, Option<(TokenStream, String)>);

/// The successful responses or the error responses of an action.
pub(super) struct Answers<'o> {
    /// Those that the type represents.
    pub typed: Vec<&'o Response>,
    /// Those that were documented after the type was generated, with a body of another type.
    pub untyped: Vec<&'o Response>,
    form: AnswerForm,
}

impl Answers<'_> {
    /// Whether the type is an enum with a variant for each response.
    pub(super) fn is_enum(&self) -> bool {
        matches!(self.form, AnswerForm::Enum(_))
    }
}

/// The form of the type of several responses. The names file records it, because a response that is added later must not
/// change the type.
enum AnswerForm {
    /// No response is documented: `()`.
    Nothing,
    /// The type of the body of one response, which others share.
    Single(Status),
    /// An enum, with the name that an earlier run has given to it.
    Enum(Option<String>),
}

impl AnswerForm {
    /// How the names file records that no response is documented.
    const NOTHING: &str = "none";

    /// Reads what an earlier run has recorded.
    fn parse(text: &str) -> Option<Self> {
        if text == Self::NOTHING {
            return Some(Self::Nothing);
        }
        if let Some(status) = Status::parse(text) {
            return Some(Self::Single(status));
        }
        is_name(text).then(|| Self::Enum(Some(text.to_owned())))
    }
}

impl Endpoints<'_> {
    /// Returns the successful responses or the error responses of an action, and which of them its type represents.
    pub(super) fn answers<'o>(&self, operation: &'o Operation, success: bool) -> Answers<'o> {
        let mut found = documented(operation, success);
        let decided = self.decided(operation, part(success)).and_then(AnswerForm::parse);
        if let Some(AnswerForm::Single(Status::Default)) = decided
            && success
            && !found.iter().any(|response| response.status == Status::Default)
        {
            // When the type was generated, the response for any status was the only success.
            let default = operation.responses.iter();
            found.extend(default.filter(|response| response.status == Status::Default));
        }
        let ty = |response: &Response| self.response_type(response).to_string();
        let of_one = |first: &'o Response, found: Vec<&'o Response>| {
            let (typed, untyped) = found.into_iter().partition(|response| ty(response) == ty(first));
            let form = AnswerForm::Single(first.status);
            Answers { typed, untyped, form }
        };
        let form = match decided {
            Some(AnswerForm::Nothing) => {
                let (typed, untyped) = found.into_iter().partition(|response| response.content.is_none());
                let form = AnswerForm::Nothing;
                return Answers { typed, untyped, form };
            }
            Some(AnswerForm::Single(status)) => {
                match found.iter().find(|response| response.status == status).copied() {
                    Some(first) => return of_one(first, found),
                    None => None,
                }
            }
            Some(AnswerForm::Enum(name)) => Some(AnswerForm::Enum(name)),
            None => None,
        };
        match (form, found.first().copied()) {
            (_, None) => Answers {
                typed: found,
                untyped: Vec::new(),
                form: AnswerForm::Nothing,
            },
            (None, Some(first)) if found.iter().all(|response| ty(response) == ty(first)) => of_one(first, found),
            (form, Some(_)) => Answers {
                typed: found,
                untyped: Vec::new(),
                form: form.unwrap_or(AnswerForm::Enum(None)),
            },
        }
    }

    /// Returns the type and the table of the successful responses or of the error responses. If the responses have
    /// different types, the type is an enum, and the third value holds its code.
    pub(super) fn answer(
        &self,
        operation: &Operation,
        name: &str,
        taken: &mut Vec<String>,
        success: bool,
        report: &mut Report,
    ) -> Answer {
        let answers = self.answers(operation, success);
        let part = part(success);
        let any = quote!(Schema::ANY);
        let (only, known) = match (&answers.form, answers.typed.first()) {
            (AnswerForm::Enum(known), _) => (None, known.clone()),
            (AnswerForm::Single(_), Some(first)) => (Some(*first), None),
            (AnswerForm::Single(_) | AnswerForm::Nothing, _) => {
                self.decide(operation, part, AnswerForm::NOTHING);
                self.warn_of_untyped(operation, &answers, "()", part, report);
                return (quote!(()), any, None);
            }
        };
        if let Some(first) = only {
            let ty = self.response_type(first);
            let table = match &first.content {
                Some(content) => self.content_table(operation, part, content.schema()),
                None => any,
            };
            if let AnswerForm::Single(status) = answers.form {
                self.decide(operation, part, status.to_string());
            }
            self.warn_of_untyped(operation, &answers, &plain(&ty), part, report);
            let new = match &first.content {
                Some(Content::Several(several)) => Some(self.content_enum(operation, part, several, name)),
                Some(_) | None => None,
            };
            return (ty, table, new);
        }
        let known = known.filter(|known| !taken.contains(known));
        let mut wanted = known.unwrap_or_else(|| format!("{name}{}", if success { "Response" } else { "Error" }));
        while taken.contains(&wanted) {
            wanted.push('_');
        }
        taken.push(wanted.clone());
        self.decide(operation, part, wanted.clone());
        let ident = ident(&wanted);
        let derives = open_derives();
        let (mut variants, mut filled, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        let mut contents = Vec::new();
        for response in answers.typed {
            let (variant, status) = variant(response.status);
            let docs = docs::attributes(&[docs::prose(&self.response_text(response))]);
            match &response.content {
                Some(content) => {
                    let ty = self.content_type(content);
                    let table = self.content_table(operation, &format!("{part} {variant}"), content.schema());
                    if let Content::Several(several) = content {
                        contents.push(self.content_enum(operation, &format!("{part} {variant}"), several, name));
                    }
                    variants.push(quote!(#docs #variant(#ty)));
                    let (ty, table) = (plain(&ty), plain(&table));
                    filled.push(format!("    {variant}({ty}) = {status}, {table};\n"));
                }
                None => {
                    variants.push(quote!(#docs #variant));
                    empty.push(format!("    | {variant} = {status},\n"));
                }
            }
        }
        let about = docs::attributes(&[if success {
            format!("What [`{name}`] is answered with, by the status.")
        } else {
            format!("The documented errors of [`{name}`], by their status.")
        }]);
        let (contents, tables): (Vec<_>, Vec<_>) = contents.into_iter().unzip();
        let code = quote! {
            #about
            #[derive(Debug, #derives)]
            #[non_exhaustive]
            pub enum #ident { #(#variants,)* }

            #(#contents)*
        };
        let wire = format!("answers! {{ {wanted};\n{}{}}}\n", filled.concat(), empty.concat());
        let wire = [wire, tables.concat()].concat();
        (quote!(#ident), any, Some((code, wire)))
    }

    fn response_type(&self, response: &Response) -> TokenStream {
        match &response.content {
            Some(content) => self.content_type(content),
            None => quote!(()),
        }
    }

    /// Warns of each response that the type of the action does not represent.
    fn warn_of_untyped(&self, operation: &Operation, answers: &Answers<'_>, ty: &str, part: &str, report: &mut Report) {
        for response in &answers.untyped {
            let noun = if part == SUCCESS { "result" } else { "error" };
            report.warning(
                &self.place(operation.at, &operation.location),
                format!(
                    "the response {} of `{}` is not part of the type of its {noun}, which stays `{ty}`: clients return \
                     the response as `CallError::Undocumented`, with its body",
                    response.status, operation.id
                ),
                format!(
                    "to make the {noun} an enum of all documented responses, which breaks its users, remove `{part:?}` \
                     of {:?} from {NAMES}",
                    self.action_place(operation)
                ),
            );
        }
    }
}

/// The decisions on an action in the names file, and the names of their tables.
pub(super) const SUCCESS: &str = "answer";
const ERROR: &str = "error";

fn part(success: bool) -> &'static str {
    if success { SUCCESS } else { ERROR }
}

/// Returns the variant name for a status, and the status as a pattern.
pub(super) fn variant(status: Status) -> (Ident, String) {
    match status {
        Status::Code(code) => (ident(&format!("Status{code}")), format!("Status::Code({code})")),
        Status::Class(class) => (ident(&format!("Status{class}xx")), format!("Status::Class({class})")),
        Status::Default => (ident("AnyOther"), "Status::Default".to_owned()),
    }
}

/// Formats a path or a reference without the spaces of a token stream.
pub(super) fn plain(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}

/// Returns the successful responses or the error responses. `default` is an error response; if no other response is
/// successful, it counts as both.
pub(super) fn documented(operation: &Operation, success: bool) -> Vec<&Response> {
    let is_success = |response: &&Response| matches!(response.status, Status::Code(200..=299) | Status::Class(2));
    let all = operation.responses.iter();
    if !success {
        return all.filter(|response| !is_success(response)).collect();
    }
    let found: Vec<&Response> = all.clone().filter(is_success).collect();
    if found.is_empty() {
        return all.filter(|response| response.status == Status::Default).collect();
    }
    found
}
