//! Actions that start a job.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::parameters::Field;
use super::reach::Misfit;
use super::{Endpoints, ident};
use crate::model::shape::Shape;
use crate::openapi::Operation;
use crate::openapi::wait::Wait;
use crate::report::Report;

impl Endpoints<'_> {
    /// Returns the implementation of [`WaitEndpoint`](typewright_core::endpoint::WaitEndpoint), if the action may start a
    /// job. Reports a description that does not fit.
    pub(super) fn wait(
        &self,
        operation: &Operation,
        name: &Ident,
        fields: &[Field<'_>],
        response: &TokenStream,
        report: &mut Report,
    ) -> Option<TokenStream> {
        let wait = operation.wait.as_ref()?;
        match self.waiting(operation, name, fields, response, wait) {
            Ok(code) => Some(code),
            Err(misfit) => {
                let (location, at) = misfit.place;
                report.error(&self.place(*at, location), misfit.message, misfit.help);
                None
            }
        }
    }

    fn waiting<'p>(
        &self,
        operation: &Operation,
        name: &Ident,
        fields: &[Field<'_>],
        response: &TokenStream,
        wait: &'p Wait,
    ) -> Result<TokenStream, Misfit<'p>> {
        let unfit = |message: String, help| Misfit {
            place: &wait.location,
            message,
            help,
        };
        let poll = self.named.get(&wait.poll);
        let target = self.targets.get(&wait.poll);
        let (Some(poll), Some((module, action))) = (poll, target) else {
            let message = format!("there is no action {:?} that tells the state of the job", wait.poll);
            return Err(unfit(message, "write the `operationId` of an action of this document"));
        };
        if poll.body.as_ref().is_some_and(|body| body.required) {
            let message = format!("{} needs a body, so it cannot tell the state of a job", wait.poll);
            return Err(unfit(message, "name an action without a body"));
        }
        let (module, action) = (ident(module), ident(action));
        let poll_fields = self.fields(poll, &mut Report::default());
        for (parameter, pointer) in &wait.parameters {
            let mut names = poll_fields.iter().map(|field| &field.parameter.name);
            if !names.any(|name| name == parameter) {
                return Err(Misfit {
                    place: &pointer.location,
                    message: format!("{} has no parameter {parameter:?}", wait.poll),
                    help: "write the name of one of its parameters",
                });
            }
        }
        let answers = self.answers(operation, true);
        let mut problem = None;
        let starts = self.starts(&answers, response).into_iter();
        let found = starts.filter_map(|start| {
            let values = wait.parameters.iter().map(|(parameter, pointer)| {
                let value = self.value_at(start.clone(), pointer)?;
                Ok((parameter.as_str(), value))
            });
            match values.collect::<Result<Vec<_>, Misfit<'_>>>() {
                Ok(values) => Some((start, values)),
                Err(error) => {
                    problem.get_or_insert(error);
                    None
                }
            }
        });
        let found = found.min_by_key(|(start, _)| usize::from(!start.is_option));
        let Some((start, values)) = found else {
            let message = format!(
                "{} has no successful response in JSON that could tell of a job",
                operation.id
            );
            return Err(problem.unwrap_or_else(|| unfit(message, "describe the response with a schema")));
        };
        let request = self.poll_request(&quote!(super::#module::#action), (fields, &poll_fields), &values, wait)?;
        let state = self.state(poll, &quote!(super::#module), wait)?;
        let (done, failed) = (&wait.done, &wait.failed);
        // A response in another variant is the result itself.
        let is_other = start.is_option.then(|| {
            let start = &start.code;
            quote! {
                if #start.is_none() {
                    return Ok(None);
                }
            }
        });
        Ok(quote! {
            impl WaitEndpoint for #name {
                type Poll = super::#module::#action;

                const STATES: JobStates = JobStates::new(&[#(#done),*], &[#(#failed),*]);

                fn job(&self, page: &Self::Response) -> Result<Option<Self::Poll>, UnknownJob> {
                    #is_other
                    #request
                }

                fn state(page: &<Self::Poll as Descriptor>::Response) -> Option<String> {
                    #state
                }
            }
        })
    }

    /// Returns the statements that build the request for the state of a job. `values` are the parameters from the response.
    fn poll_request<'p>(
        &self,
        poll: &TokenStream,
        (own_fields, poll_fields): (&[Field<'_>], &[Field<'_>]),
        values: &[(&str, TokenStream)],
        wait: &'p Wait,
    ) -> Result<TokenStream, Misfit<'p>> {
        let unfit = |message: String, help| Misfit {
            place: &wait.location,
            message,
            help,
        };
        let (mut read, mut required, mut optional) = (Vec::new(), Vec::new(), Vec::new());
        for field in poll_fields {
            let parameter = &field.parameter;
            if parameter.required && field.constant.is_some() {
                continue;
            }
            let name = ident(&field.name);
            let from_response = values.iter().find(|(known, _)| *known == parameter.name);
            let code = if let Some((_, value)) = from_response {
                let parse = field.parse(&quote!(&text));
                let parse = parse.ok_or_else(|| {
                    let message = format!(
                        "the parameter {:?} of {} is not a string or a number",
                        parameter.name, wait.poll
                    );
                    unfit(message, "give its schema the type string or integer")
                })?;
                let (ty, own) = (self.field_type(field), ident(&format!("poll_{}", field.name)));
                read.push(quote! {
                    let text = (#value).ok_or(UnknownJob)?;
                    let #own: #ty = #parse.map_err(|_| UnknownJob)?;
                });
                quote!(#own)
            } else {
                let same = |other: &&Field<'_>| {
                    let is_same = other.parameter.name == parameter.name && other.parameter.place == parameter.place;
                    is_same && other.shape == field.shape && other.constant == field.constant
                };
                match own_fields.iter().find(same) {
                    Some(own) if own.parameter.required == parameter.required => {
                        let is_copy = matches!(own.shape, Shape::Bool | Shape::Int64 | Shape::Float64);
                        let own = ident(&own.name);
                        if is_copy {
                            quote!(self.#own)
                        } else {
                            quote!(self.#own.clone())
                        }
                    }
                    Some(_) | None if !parameter.required => continue,
                    Some(_) | None => {
                        let message = format!("nothing says which {:?} {} is called with", parameter.name, wait.poll);
                        return Err(unfit(
                            message,
                            "write where the response has it into `parameters`, such as \"jobId\": \"/jobId\", or name an \
                             action whose other parameters this one has too",
                        ));
                    }
                }
            };
            if parameter.required {
                required.push(code);
            } else if from_response.is_some() {
                optional.push(quote!(poll.#name = Some(#code);));
            } else {
                optional.push(quote!(poll.#name = #code;));
            }
        }
        let request = quote!(#poll::new(#(#required),*));
        Ok(if optional.is_empty() {
            quote! {
                #(#read)*
                Ok(Some(#request))
            }
        } else {
            quote! {
                #(#read)*
                let mut poll = #request;
                #(#optional)*
                Ok(Some(poll))
            }
        })
    }

    /// Returns the expression for the state of a job.
    fn state<'p>(&self, poll: &Operation, module: &TokenStream, wait: &'p Wait) -> Result<TokenStream, Misfit<'p>> {
        let answers = self.answers(poll, true);
        let several = answers.is_enum();
        let starts = self.starts(&answers, &quote!(#module));
        let only = starts.into_iter().next().filter(|start| !several && !start.is_option);
        let start = only.ok_or_else(|| Misfit {
            place: &wait.location,
            message: format!(
                "{} has no single successful response in JSON, so it cannot tell the state of a job",
                poll.id
            ),
            help: "name an action with one successful response",
        })?;
        self.value_at(start, &wait.state)
    }
}
